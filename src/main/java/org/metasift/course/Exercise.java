package org.metasift.course;

/** One of the six exercises, and how its check answers. */
enum Exercise {
  PLANT("1 plant a backdoor"),
  MEASURE("2 measure it"),
  NCR("3 NCR by hand"),
  BASE_SET("4 a base set with %d poisons".formatted(Exercises.BAD)),
  WEIGHER("5 explain v(cost)"),
  BREAK("6 break Meta-Sift");

  private final String title;

  Exercise(String title) {
    this.title = title;
  }

  Verdict open() {
    return open("");
  }

  /** Half of an answer is there; what comes next. */
  Verdict open(String next) {
    return new Verdict(title, Verdict.State.OPEN, next);
  }

  Verdict wrong(String hint) {
    return new Verdict(title, Verdict.State.WRONG, hint);
  }

  Verdict right(String what) {
    return new Verdict(title, Verdict.State.RIGHT, what);
  }

  Verdict answer(NumberCheck.Result result) {
    return result.right() ? right(result.message()) : wrong(result.message());
  }
}
