package dev.plangen.server.rpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A message as bytes that are the same for the same message, to be hashed. */
final class MessageBytes {

  private MessageBytes() {}

  static byte[] of(Message message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    var out = CodedOutputStream.newInstance(bytes);
    // Maps are otherwise written in any order.
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes what it was made for", e);
    }
    return bytes;
  }
}
