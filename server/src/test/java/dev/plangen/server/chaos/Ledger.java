package dev.plangen.server.chaos;

import dev.plangen.server.testing.DocumentedErrors;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What happened, counted; and what should not have, in sentences. Thread-safe. */
final class Ledger {

  private static final int MOST_PROBLEMS = 20;
  private static final int LONGEST_PROBLEM = 20_000;

  private final Map<String, Map<String, Status.Code>> documented = new ConcurrentHashMap<>();

  /** By what they are of, guarded by this, as are the problems. */
  private final SortedMap<String, SortedMap<String, Long>> counts = new TreeMap<>();

  private final List<String> problems = new ArrayList<>();
  private long problemCount;

  void modelCall(String outcome) {
    count("model calls", outcome);
  }

  void sabotage(String what) {
    count("connections", what);
  }

  private synchronized void count(String of, String what) {
    counts.computeIfAbsent(of, _ -> new TreeMap<>()).merge(what, 1L, Long::sum);
  }

  /**
   * A call has ended.
   *
   * @param hurt whether its connection was
   */
  void ended(MethodDescriptor<?, ?> method, Ending ending, boolean hurt, boolean deadline) {
    count(Objects.requireNonNull(method.getBareMethodName()), ending.label());
    if (!isInOrder(method, ending, hurt, deadline)) {
      problem(method.getFullMethodName() + " ended with " + ending + "; connection hurt: " + hurt);
    }
  }

  private boolean isInOrder(
      MethodDescriptor<?, ?> method, Ending ending, boolean hurt, boolean deadline) {
    if (ending.info().isPresent()) {
      return !ending.reason().equals("INTERNAL")
          && ending.status().getCode() == documented(method).get(ending.reason());
    }
    return switch (ending.status().getCode()) {
      case OK -> true;
      case CANCELLED -> ending.left() || deadline || hurt;
      case DEADLINE_EXCEEDED -> deadline;
      // What gRPC makes of a connection that breaks depends on where it breaks.
      case UNAVAILABLE, INTERNAL, UNKNOWN -> hurt;
      default -> false;
    };
  }

  private Map<String, Status.Code> documented(MethodDescriptor<?, ?> method) {
    return documented.computeIfAbsent(
        method.getFullMethodName(),
        _ -> {
          var schema =
              (ProtoMethodDescriptorSupplier) Objects.requireNonNull(method.getSchemaDescriptor());
          return DocumentedErrors.of(schema.getMethodDescriptor());
        });
  }

  synchronized void problem(String sentence) {
    problemCount++;
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(sentence.substring(0, Math.min(sentence.length(), LONGEST_PROBLEM)));
    }
  }

  /** The first of them. */
  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  synchronized long problemCount() {
    return problemCount;
  }

  /** How often something of this was counted; empty for all. */
  synchronized long total(Optional<String> of) {
    return counts.entrySet().stream()
        .filter(entry -> of.map(entry.getKey()::equals).orElse(true))
        .flatMap(entry -> entry.getValue().values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  synchronized String table() {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (of, each) -> {
          text.append("%-20s %,9d%n".formatted(of, total(Optional.of(of))));
          each.forEach((what, count) -> text.append("  %,9d  %s%n".formatted(count, what)));
        });
    return text.toString();
  }
}
