package dev.plangen.reference;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The comments of a file, by the path of what they stand at (see descriptor.proto). */
record Comments(Map<List<Integer>, String> byPath, List<Integer> path) {

  static Comments of(FileDescriptorProto file) {
    return new Comments(
        file.getSourceCodeInfo().getLocationList().stream()
            .collect(
                Collectors.toMap(
                    Location::getPathList, Location::getLeadingComments, (first, other) -> first)),
        List.of());
  }

  /** Those of the {@code index}th of what the parent has in this field. */
  Comments at(int field, int index) {
    return new Comments(byPath, Stream.concat(path.stream(), Stream.of(field, index)).toList());
  }

  /**
   * The comment that stands here, without the space after its slashes.
   *
   * @throws IllegalStateException if there is none: the comments are the contract
   */
  Comment comment() {
    String comment = byPath.getOrDefault(path, "");
    if (comment.isBlank()) {
      throw new IllegalStateException("no comment at " + path);
    }
    return Comment.of(
        comment.lines().map(line -> line.replaceFirst("^ ", "")).collect(Collectors.joining("\n")));
  }
}
