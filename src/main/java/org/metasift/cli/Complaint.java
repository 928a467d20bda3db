package org.metasift.cli;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.metasift.cli.option.OptionNames;
import org.metasift.compute.DivergedException;
import org.metasift.data.BadDataException;
import org.metasift.io.FileNames;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said to the user about a failure: one line, without a stack trace. */
final class Complaint {
  private static final Pattern CHOICE =
      Pattern.compile("expected one of \\[(.+)] \\(case-insensitive\\) but was ('.*')");

  private Complaint() {}

  /** Whether the user can mend it: a bad setting, file or data set, not a fault of the program. */
  static boolean isAboutInput(Throwable failure) {
    return failure instanceof IllegalArgumentException
        || failure instanceof BadDataException
        || failure instanceof IOException
        || failure instanceof UncheckedIOException;
  }

  /** The failure in one line, in the words of the command line: its options, not settings. */
  static String about(Throwable failure, CommandSpec verb) {
    return OptionNames.in(about(failure), verb);
  }

  private static String about(Throwable failure) {
    final Throwable told =
        failure instanceof UncheckedIOException wrapped ? wrapped.getCause() : failure;
    if (told instanceof CancellationException) {
      return "stopped.";
    }
    if (told instanceof FileSystemException file) {
      return file.getFile() + ": " + reason(file);
    }
    if (FileNames.areToBlame(told) && !(told instanceof BadDataException)) {
      return place(told) + FileNames.complaint() + ".";
    }
    if (told instanceof UnmatchedArgumentException wrong
        && wrong.getUnmatched().get(0).startsWith("-")) {
      return unknownOptions(wrong);
    }
    if (told instanceof ParameterException wrong
        && wrong.getArgSpec() instanceof OptionSpec option) {
      return aboutOption(option, wrong.getMessage());
    }
    final String message = told.getMessage();
    final String sentence =
        message == null || message.isBlank()
            ? told.getClass().getSimpleName()
            : message.strip().replaceAll("\\s*\\R\\s*", "; ");
    return isAboutInput(told)
            || told instanceof DivergedException
            || told instanceof ParameterException
        ? sentence
        : "unexpected error: %s (--verbose shows where)".formatted(sentence);
  }

  // what follows an unknown option may be its value, and is no mistake of its own
  private static String unknownOptions(UnmatchedArgumentException wrong) {
    return wrong.getUnmatched().stream()
        .filter(given -> given.startsWith("-"))
        .map(
            given ->
                "there is no option '%s'%s".formatted(given, near(wrong.getCommandLine(), given)))
        .collect(Collectors.joining("; "));
  }

  private static String near(CommandLine verb, String given) {
    return new UnmatchedArgumentException(verb, List.of(given))
        .getSuggestions().stream()
            .filter(option -> option.startsWith("-"))
            .findFirst()
            .map("; did you mean %s?"::formatted)
            .orElse("");
  }

  private static String place(Throwable told) {
    return told instanceof ParameterException wrong
            && wrong.getArgSpec() instanceof OptionSpec option
        ? option.names()[0] + ": "
        : "";
  }

  // picocli names an option by its longest name, which may be the artifact's, and Java's types
  private static String aboutOption(OptionSpec option, String message) {
    return CHOICE
        .matcher(message)
        .replaceFirst(
            wrong ->
                Matcher.quoteReplacement(
                    "%s; %s are allowed"
                        .formatted(
                            wrong.group(2),
                            wrong.group(1).toLowerCase(ROOT).replace(", ", " and "))))
        .replace("'" + option.longestName() + "'", "'" + option.names()[0] + "'")
        .replaceFirst("('-?\\d+') is not an int$", "$1 is out of range")
        .replaceFirst(" is not an int$", " is not a whole number")
        .replaceFirst(" is not a double$", "; numbers such as 0.5 are allowed");
  }

  // the messages of these exceptions are the bare path
  private static String reason(FileSystemException file) {
    if (file instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (file instanceof AccessDeniedException) {
      return "no permission to read or write it";
    }
    if (file instanceof FileAlreadyExistsException) {
      return Files.isRegularFile(Path.of(file.getFile()))
          ? "is a file; a folder is needed"
          : "exists already";
    }
    if (file instanceof NotDirectoryException) {
      return "is not a folder";
    }
    return file.getReason() == null ? "cannot be read or written" : file.getReason();
  }
}
