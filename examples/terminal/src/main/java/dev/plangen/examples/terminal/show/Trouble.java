package dev.plangen.examples.terminal.show;

import dev.plangen.client.FieldViolation;
import dev.plangen.client.PlanGenException;
import dev.plangen.examples.terminal.ExitStatus;
import dev.plangen.examples.terminal.option.Connection;
import dev.plangen.examples.terminal.option.FieldNames;
import dev.plangen.examples.terminal.screen.Cells;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a command did not do what it was asked for.
 *
 * @param sentence what happened and what to do
 * @param details of a request, what is wrong with each of its fields
 */
public record Trouble(int status, String sentence, List<String> details) {

  public Trouble {
    details = List.copyOf(details);
  }

  private Trouble(int status, String sentence) {
    this(status, sentence, List.of());
  }

  public static Trouble of(PlanGenException e, Connection connection) {
    return switch (e.code()) {
      case INVALID_ARGUMENT ->
          new Trouble(
              ExitStatus.MISUSED,
              e.fieldViolations().isEmpty() ? described(e) : "The server refuses the request:",
              e.fieldViolations().stream().map(Trouble::told).toList());
      case NOT_FOUND -> new Trouble(ExitStatus.MISUSED, described(e) + remedy(e.reason()));
      case ALREADY_EXISTS -> new Trouble(ExitStatus.MISUSED, described(e));
      case CANCELLED -> new Trouble(ExitStatus.CANCELLED, described(e));
      case UNIMPLEMENTED ->
          new Trouble(
              ExitStatus.UNREACHABLE,
              "What answers at " + connection.target() + " is no PlanGEN server, or an older one.");
      case DEADLINE_EXCEEDED ->
          e.reason().isEmpty()
              ? new Trouble(ExitStatus.TRY_LATER, "It took longer than --timeout allows.")
              : new Trouble(ExitStatus.FAILED, described(e));
      case UNAVAILABLE ->
          e.reason().isEmpty()
              ? new Trouble(ExitStatus.UNREACHABLE, Unreachable.sentence(e, connection))
              : later(e);
      default ->
          e.retryDelay().isPresent() ? later(e) : new Trouble(ExitStatus.FAILED, described(e));
    };
  }

  /** The server's words begin with the field. */
  private static String told(FieldViolation violation) {
    String field = violation.field();
    String what = violation.description();
    return FieldNames.of(field)
        + " "
        + (what.startsWith(field + " ") ? what.substring(field.length() + 1) : what);
  }

  private static Trouble later(PlanGenException e) {
    String when =
        e.retryDelay()
            .map(delay -> " Try again in " + Math.max(1, delay.toSeconds()) + " s.")
            .orElse("");
    return new Trouble(ExitStatus.TRY_LATER, described(e) + when);
  }

  private static String remedy(String reason) {
    return switch (reason) {
      case "MODEL_NOT_FOUND" -> " plangen models lists those that are served.";
      case "RUN_NOT_FOUND", "RUN_EXPIRED" -> " plangen runs lists those that are kept.";
      default -> "";
    };
  }

  private static String described(PlanGenException e) {
    String bare = e.description().isEmpty() ? String.valueOf(e.getMessage()) : e.description();
    String sentence = Cells.safe(bare).replace('\n', ' ').strip();
    String closed = sentence.endsWith(".") ? sentence : sentence + ".";
    String told = Character.toUpperCase(closed.charAt(0)) + closed.substring(1);
    // For scripts, and for who looks the run up.
    String names =
        Stream.of(
                Optional.of(e.reason()).filter(reason -> !reason.isEmpty()),
                e.runId().map(id -> "run " + id))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? told : told + " (" + names + ")";
  }
}
