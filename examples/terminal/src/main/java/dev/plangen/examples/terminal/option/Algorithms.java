package dev.plangen.examples.terminal.option;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.plangen.v1.Algorithm;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes an {@link Algorithm} of names and values, as the contract names them: what it adds is there
 * at once.
 */
final class Algorithms {

  private Algorithms() {}

  static Algorithm of(String name, Map<String, String> parameters) {
    List<FieldDescriptor> known = Algorithm.getDescriptor().getFields();
    FieldDescriptor kind =
        known.stream()
            .filter(field -> field.getName().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new Misuse(
                        "--algorithm must be one of " + names(known) + ", and is " + name + "."));
    Algorithm.Builder algorithm = Algorithm.newBuilder();
    Message.Builder settings = algorithm.newBuilderForField(kind);
    parameters.forEach((parameter, value) -> set(name, settings, parameter, value));
    return algorithm.setField(kind, settings.build()).build();
  }

  private static void set(String name, Message.Builder settings, String parameter, String value) {
    FieldDescriptor field = settings.getDescriptorForType().findFieldByName(parameter);
    if (field == null) {
      throw new Misuse(
          "--param "
              + parameter
              + ": "
              + name
              + " has "
              + names(settings.getDescriptorForType().getFields())
              + "; see plangen algorithms.");
    }
    settings.setField(field, value(field, value));
  }

  private static Object value(FieldDescriptor field, String text) {
    String wanted =
        switch (field.getJavaType()) {
          case BOOLEAN -> "true or false";
          case DOUBLE -> "a number";
          default -> "a whole number";
        };
    try {
      return switch (field.getJavaType()) {
        case BOOLEAN -> {
          if (!text.equals("true") && !text.equals("false")) {
            throw new NumberFormatException();
          }
          yield text.equals("true");
        }
        case DOUBLE -> Double.valueOf(text);
        case LONG -> Long.valueOf(text);
        default -> Integer.valueOf(text);
      };
    } catch (NumberFormatException e) {
      throw new Misuse(
          "--param " + field.getName() + " must be " + wanted + ", and is " + text + ".");
    }
  }

  private static String names(List<FieldDescriptor> fields) {
    return fields.stream().map(FieldDescriptor::getName).collect(Collectors.joining(", "));
  }
}
