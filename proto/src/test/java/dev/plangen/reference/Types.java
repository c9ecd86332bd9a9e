package dev.plangen.reference;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import io.grpc.Status;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How the contract's types are written, and where on the page they stand. */
final class Types {

  static final String PACKAGE = ".plangen.v1.";
  private static final String WELL_KNOWN = ".google.protobuf.";

  private final Map<String, String> anchors = new LinkedHashMap<>();
  private final Set<String> constants =
      Arrays.stream(Status.Code.values()).map(Enum::name).collect(Collectors.toSet());

  Types(List<FileDescriptorProto> files) {
    for (FileDescriptorProto file : files) {
      file.getServiceList().forEach(this::add);
      file.getMessageTypeList().forEach(message -> add("", message));
      file.getEnumTypeList().forEach(this::add);
    }
  }

  private void add(ServiceDescriptorProto service) {
    add(service.getName());
    service
        .getMethodList()
        .forEach(
            method -> {
              String full = service.getName() + "." + method.getName();
              add(full);
              // By itself too, unless it is a word of English or the name of a message.
              if (method.getName().matches("(?:[A-Z][a-z]+){2,}")) {
                anchors.putIfAbsent(method.getName(), anchor(full));
              }
            });
  }

  private void add(String outer, DescriptorProto message) {
    String name = outer + message.getName();
    add(name);
    message.getNestedTypeList().stream()
        .filter(nested -> !nested.getOptions().getMapEntry())
        .forEach(nested -> add(name + ".", nested));
  }

  private void add(EnumDescriptorProto type) {
    add(type.getName());
    // Comments say COMPLETE where STEP_STATUS_COMPLETE or RUN_STATE_COMPLETE is meant.
    type.getValueList()
        .forEach(
            value ->
                constants.add(value.getName().substring(value.getName().lastIndexOf('_') + 1)));
  }

  private void add(String name) {
    if (anchors.containsValue(anchor(name))) {
      throw new IllegalStateException("two headings have the anchor of " + name);
    }
    anchors.put(name, anchor(name));
  }

  /** As GitHub makes it of a heading. */
  static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "");
  }

  Map<String, String> anchors() {
    return anchors;
  }

  Set<String> constants() {
    return constants;
  }

  String type(DescriptorProto message, FieldDescriptorProto field) {
    String type = field.getTypeName().isEmpty() ? scalar(field) : link(field.getTypeName());
    if (field.getLabel() == Label.LABEL_REPEATED) {
      return message.getNestedTypeList().stream()
          .filter(nested -> nested.getOptions().getMapEntry())
          .filter(nested -> field.getTypeName().endsWith("." + nested.getName()))
          .findFirst()
          .map(this::map)
          .orElse("repeated " + type);
    }
    return field.getProto3Optional() ? "optional " + type : type;
  }

  private String map(DescriptorProto entry) {
    return "map of " + type(entry, entry.getField(0)) + " to " + type(entry, entry.getField(1));
  }

  private static String scalar(FieldDescriptorProto field) {
    return field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
  }

  String link(String type) {
    if (type.startsWith(PACKAGE)) {
      String name = type.substring(PACKAGE.length());
      return Markdown.link(name, anchor(name));
    }
    if (type.startsWith(WELL_KNOWN)) {
      String name = type.substring(WELL_KNOWN.length());
      return "["
          + name
          + "](https://protobuf.dev/reference/protobuf/google.protobuf/#"
          + anchor(name)
          + ")";
    }
    throw new IllegalStateException("a type from elsewhere: " + type);
  }
}
