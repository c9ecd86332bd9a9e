package dev.plangen.server.testing;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/** Checks the names by which a status tells of wrong fields. */
public final class FieldPaths {

  /** Of a repeated field or a map. */
  private static final Pattern INDEX = Pattern.compile("\\[[^\\]]*\\]$");

  private FieldPaths() {}

  /** Whether {@code path}, such as {@code algorithm.best_of_n.candidates}, names a field of it. */
  public static boolean names(Descriptor type, String path) {
    Iterator<String> parts = List.of(path.split("\\.", -1)).iterator();
    Descriptor at = type;
    while (parts.hasNext()) {
      String part = parts.next();
      FieldDescriptor field = at.findFieldByName(INDEX.matcher(part).replaceFirst(""));
      if (field == null || (INDEX.matcher(part).find() && !field.isRepeated())) {
        return false;
      }
      if (parts.hasNext()) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
          return false;
        }
        at = field.getMessageType();
      }
    }
    return true;
  }
}
