# Sourced by ./metasift: what a mistyped verb or job may have meant.
# nearest WORD WORDS: a question for the one that differs least, by two letters at most; nothing without awk
nearest() {
  command -v awk >/dev/null || return 0
  # shellcheck disable=SC2086 # several words
  printf '%s\n' $2 | awk -v given="$1" '
    function least(a, b) { return a < b ? a : b }
    BEGIN { best = 3 }
    {
      for (i = 0; i <= length(given); i++)
        for (j = 0; j <= length($0); j++)
          if (i == 0 || j == 0) d[i, j] = i + j
          else {
            same = substr(given, i, 1) == substr($0, j, 1)
            d[i, j] = least(least(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + !same)
          }
      if (d[length(given), length($0)] < best) {
        best = d[length(given), length($0)]
        word = $0
      }
    }
    END { if (word) printf " (did you mean %s?)", word }'
}
