package dev.plangen.examples.evaluate.matrix;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.plangen.examples.evaluate.stop.Halt;
import dev.plangen.v1.Algorithm;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what {@code --algorithm} says: a name, and parameters after a colon. The server's
 * algorithms and their parameters are taken from the contract, so one that is added there is known
 * here.
 */
public final class MethodReader {

  static final int DEFAULT_VOTERS = 20;

  /** More need a lower limit of output tokens than the default (SolveRequest). */
  private static final int MOST_VOTERS = 34;

  private MethodReader() {}

  /**
   * Reads it.
   *
   * @throws Halt if there is no such algorithm or parameter
   */
  public static Method read(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    List<String> parameters =
        colon < 0 ? List.of() : List.of(text.substring(colon + 1).split(",", -1));
    return switch (name) {
      case "single" -> single(text, parameters);
      case "majority" -> majority(text, parameters);
      default -> new Method.Search(text, algorithm(name, parameters));
    };
  }

  private static Method single(String text, List<String> parameters) {
    if (!parameters.isEmpty()) {
      throw new Halt("--algorithm " + text + ": single takes no parameters.");
    }
    return new Method.Single();
  }

  private static Method majority(String text, List<String> parameters) {
    if (parameters.isEmpty()) {
      return new Method.Majority(DEFAULT_VOTERS);
    }
    String only = parameters.getFirst();
    if (parameters.size() == 1 && only.matches("candidates=\\d{1,4}")) {
      int candidates = Integer.parseInt(only.substring(only.indexOf('=') + 1));
      if (candidates >= 1 && candidates <= MOST_VOTERS) {
        return new Method.Majority(candidates);
      }
    }
    throw new Halt(
        "--algorithm " + text + ": majority takes candidates=N, 1 to " + MOST_VOTERS + ".");
  }

  private static Algorithm algorithm(String name, List<String> parameters) {
    FieldDescriptor field = Algorithm.getDescriptor().findFieldByName(name);
    if (field == null) {
      throw new Halt(
          "There is no algorithm " + name + "; these are: single, majority, " + names() + ".");
    }
    Algorithm.Builder algorithm = Algorithm.newBuilder();
    Message.Builder kind = algorithm.newBuilderForField(field);
    for (String parameter : parameters) {
      if (parameter.equals("first") && name.equals("best_of_n")) {
        set(kind, name, "accept_first_verified=true");
        set(kind, name, "parallelism=1");
      } else {
        set(kind, name, parameter);
      }
    }
    return algorithm.setField(field, kind.build()).build();
  }

  private static void set(Message.Builder kind, String algorithm, String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    FieldDescriptor field = kind.getDescriptorForType().findFieldByName(name);
    if (equals < 0 || field == null) {
      throw new Halt(
          "--algorithm "
              + algorithm
              + " takes no \""
              + parameter
              + "\"; its parameters are: "
              + kind.getDescriptorForType().getFields().stream()
                  .map(known -> known.getName() + "=")
                  .collect(Collectors.joining(", "))
              + ".");
    }
    String value = parameter.substring(equals + 1);
    try {
      kind.setField(field, value(field, value));
    } catch (IllegalArgumentException e) {
      throw new Halt("--algorithm " + algorithm + ": " + name + " can't be \"" + value + "\".", e);
    }
  }

  private static Object value(FieldDescriptor field, String value) {
    return switch (field.getJavaType()) {
      case INT -> Integer.valueOf(value);
      case LONG -> Long.valueOf(value);
      case DOUBLE -> Double.valueOf(value);
      case BOOLEAN -> {
        if (!value.equals("true") && !value.equals("false")) {
          throw new IllegalArgumentException("neither true nor false: " + value);
        }
        yield Boolean.valueOf(value);
      }
      case FLOAT, STRING, BYTE_STRING, ENUM, MESSAGE ->
          throw new IllegalArgumentException("not to be given here: " + field.getName());
    };
  }

  private static String names() {
    return Algorithm.getDescriptor().getFields().stream()
        .flatMap(
            field ->
                field.getName().equals("best_of_n")
                    ? Stream.of("best_of_n", "best_of_n:first")
                    : Stream.of(field.getName()))
        .collect(Collectors.joining(", "));
  }
}
