package dev.plangen.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;

/** A text that is written at offsets in its bytes, as the contract has it. Immutable. */
record Written(ByteString bytes) {

  static final Written NOTHING = new Written(ByteString.EMPTY);

  /** The text's first {@code offset} bytes, followed by {@code more}. */
  Written write(long offset, ByteString more) {
    int kept = (int) Math.max(0, Math.min(offset, bytes.size()));
    return new Written(bytes.substring(0, kept).concat(more));
  }

  @Override
  public String toString() {
    return bytes.toString(UTF_8);
  }
}
