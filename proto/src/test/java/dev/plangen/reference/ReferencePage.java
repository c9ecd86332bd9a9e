package dev.plangen.reference;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reference of the contract as one page of Markdown. */
final class ReferencePage {

  /** In the order of the page: what is called, then what it takes, gives and is made of. */
  private static final List<String> FILES =
      Stream.of(
              "plangen_service",
              "run_service",
              "model_service",
              "verifier_service",
              "solve",
              "step_update",
              "plan",
              "run",
              "usage")
          .map(name -> "plangen/v1/" + name + ".proto")
          .toList();

  private static final String SOURCE = "../proto/src/main/proto/";

  private final List<FileDescriptorProto> files;
  private final Types types;
  private final Markdown markdown;
  private final List<String> page = new ArrayList<>();

  /**
   * @param set with protoc's source info, which has the comments
   */
  ReferencePage(FileDescriptorSet set) {
    List<FileDescriptorProto> own =
        set.getFileList().stream()
            .filter(file -> file.getName().startsWith("plangen/v1/"))
            .toList();
    for (FileDescriptorProto file : own) {
      if (!FILES.contains(file.getName())) {
        throw new IllegalStateException("give " + file.getName() + " a place in FILES");
      }
    }
    files =
        FILES.stream()
            .flatMap(name -> own.stream().filter(file -> file.getName().equals(name)))
            .toList();
    types = new Types(files);
    markdown = new Markdown(types.anchors(), types.constants());
  }

  String render() {
    block("# Reference of plangen.v1");
    block(
        "Every service, RPC, message and enum, in the words of the comments in"
            + " [proto/src/main/proto/plangen/v1]("
            + SOURCE
            + "plangen/v1), of which this page is made. Whoever changes them writes it anew: `"
            + ReferencePageTest.COMMAND
            + "`.");
    contents();
    files.forEach(this::file);
    return String.join("\n\n", page) + "\n";
  }

  private void contents() {
    List<String> rows = new ArrayList<>();
    rows.add(Markdown.row(List.of("file", "services and RPCs", "messages and enums")));
    rows.add("|---|---|---|");
    for (FileDescriptorProto file : files) {
      rows.add(
          Markdown.row(
              List.of(
                  Markdown.link(name(file), Types.anchor(name(file))),
                  file.getServiceList().stream()
                      .map(ReferencePage::contents)
                      .collect(Collectors.joining("<br>")),
                  Stream.concat(
                          file.getMessageTypeList().stream().map(DescriptorProto::getName),
                          file.getEnumTypeList().stream().map(EnumDescriptorProto::getName))
                      .map(type -> Markdown.link(type, Types.anchor(type)))
                      .collect(Collectors.joining(", ")))));
    }
    block(String.join("\n", rows));
  }

  private static String contents(ServiceDescriptorProto service) {
    return Markdown.link(service.getName(), Types.anchor(service.getName()))
        + ": "
        + service.getMethodList().stream()
            .map(
                method ->
                    Markdown.link(
                        method.getName(), Types.anchor(service.getName() + "." + method.getName())))
            .collect(Collectors.joining(", "));
  }

  private static String name(FileDescriptorProto file) {
    return file.getName().substring("plangen/v1/".length());
  }

  private void file(FileDescriptorProto file) {
    block("## " + name(file));
    block("[Source](" + SOURCE + file.getName() + ")");
    Comments comments = Comments.of(file);
    for (int i = 0; i < file.getServiceCount(); i++) {
      service(file.getService(i), comments.at(FileDescriptorProto.SERVICE_FIELD_NUMBER, i));
    }
    for (int i = 0; i < file.getMessageTypeCount(); i++) {
      message(
          "",
          file.getMessageType(i),
          comments.at(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i));
    }
    for (int i = 0; i < file.getEnumTypeCount(); i++) {
      enumType(file.getEnumType(i), comments.at(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, i));
    }
  }

  private void service(ServiceDescriptorProto service, Comments comments) {
    block("### " + service.getName());
    block(markdown.blocks(comments.comment()));
    for (int i = 0; i < service.getMethodCount(); i++) {
      method(
          service.getName(),
          service.getMethod(i),
          comments.at(ServiceDescriptorProto.METHOD_FIELD_NUMBER, i));
    }
  }

  private void method(String service, MethodDescriptorProto method, Comments comments) {
    block("#### " + service + "." + method.getName());
    block(
        types.link(method.getInputType())
            + " → "
            + (method.getServerStreaming() ? "stream of " : "")
            + types.link(method.getOutputType()));
    block(markdown.blocks(comments.comment()));
  }

  private void message(String outer, DescriptorProto message, Comments comments) {
    String name = outer + message.getName();
    block("### " + name);
    block(markdown.blocks(comments.comment()));
    if (message.getFieldCount() > 0) {
      block(fields(message, comments));
    }
    for (int i = 0; i < message.getNestedTypeCount(); i++) {
      DescriptorProto nested = message.getNestedType(i);
      if (!nested.getOptions().getMapEntry()) {
        message(name + ".", nested, comments.at(DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i));
      }
    }
  }

  private String fields(DescriptorProto message, Comments comments) {
    List<String> rows = new ArrayList<>();
    rows.add(Markdown.row(List.of("field", "type", "meaning")));
    rows.add("|---|---|---|");
    int oneofs = 0;
    for (int i = 0; i < message.getFieldCount(); i++) {
      FieldDescriptorProto field = message.getField(i);
      boolean choice = field.hasOneofIndex() && !field.getProto3Optional();
      if (choice && field.getOneofIndex() == oneofs) {
        rows.add(
            Markdown.row(
                List.of(
                    "**" + Markdown.escaped(message.getOneofDecl(oneofs).getName()) + "**",
                    "oneof",
                    markdown.cell(
                        comments.at(DescriptorProto.ONEOF_DECL_FIELD_NUMBER, oneofs).comment()))));
        oneofs++;
      }
      rows.add(
          Markdown.row(
              List.of(
                  (choice ? "↳ " : "") + "`" + field.getName() + "`",
                  types.type(message, field),
                  markdown.cell(comments.at(DescriptorProto.FIELD_FIELD_NUMBER, i).comment()))));
    }
    return String.join("\n", rows);
  }

  private void enumType(EnumDescriptorProto type, Comments comments) {
    block("### " + type.getName());
    block(markdown.blocks(comments.comment()));
    List<String> rows = new ArrayList<>();
    rows.add(Markdown.row(List.of("value", "meaning")));
    rows.add("|---|---|");
    for (int i = 0; i < type.getValueCount(); i++) {
      rows.add(
          Markdown.row(
              List.of(
                  "`" + type.getValue(i).getName() + "`",
                  markdown.cell(
                      comments.at(EnumDescriptorProto.VALUE_FIELD_NUMBER, i).comment()))));
    }
    block(String.join("\n", rows));
  }

  private void block(String block) {
    page.add(block);
  }
}
