package dev.plangen.server.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes messages of any type at random, from its descriptor alone, so that fields that are added
 * later are covered too. Where a field's name is known, its value is often a valid one: else hardly
 * a request would get past its checks.
 */
public final class RandomMessages {

  private static final int MOST_DEPTH = 6;

  private final Random random;

  /** How probable it is that a field is anything at all; of each message anew. */
  private double wildness;

  public RandomMessages(Random random) {
    this.random = random;
  }

  public Message next(Descriptor type) {
    wildness = pick(0.0, 0.05, 0.2, 0.5, 0.9);
    return message(type, 0);
  }

  private Message message(Descriptor type, int depth) {
    var message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      if (chance(wildness)) {
        set(message, field, depth, this::anything);
      } else if (KnownFields.isRequired(field)
          || chance(type.getOptions().getMapEntry() ? 1 : 0.3)) {
        set(message, field, depth, this::something);
      }
    }
    if (chance(wildness / 4)) {
      message.setUnknownFields(unknownFields());
    }
    return message.build();
  }

  private void set(
      DynamicMessage.Builder message,
      FieldDescriptor field,
      int depth,
      Function<Field, Object> of) {
    // A message of a type that contains itself has to end somewhere.
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth >= MOST_DEPTH) {
      return;
    }
    var place = new Field(field, depth);
    if (field.isRepeated()) {
      int count = chance(wildness / 3) ? pick(64, 200, 201) : random.nextInt(4);
      Stream.generate(() -> of.apply(place))
          .limit(count)
          .forEach(value -> message.addRepeatedField(field, value));
    } else {
      message.setField(field, of.apply(place));
    }
  }

  private record Field(FieldDescriptor type, int depth) {}

  /** What the contract may well take. */
  private Object something(Field field) {
    return KnownFields.value(field.type(), random)
        .orElseGet(
            () ->
                switch (field.type().getJavaType()) {
                  case INT -> random.nextInt(10);
                  case LONG -> (long) random.nextInt(10);
                  case STRING -> "word-" + random.nextInt(5);
                  case ENUM -> anyOf(field.type().getEnumType().getValues());
                  case MESSAGE -> message(field.type().getMessageType(), field.depth() + 1);
                  case FLOAT, DOUBLE, BOOLEAN, BYTE_STRING -> anything(field);
                });
  }

  private Object anything(Field field) {
    return switch (field.type().getJavaType()) {
      case INT -> anyInt();
      case LONG -> chance(0.5) ? (long) anyInt() : pick(Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40);
      case FLOAT -> (float) anyDouble();
      case DOUBLE -> anyDouble();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> anyString();
      case BYTE_STRING -> ByteString.copyFrom(anyBytes(random.nextInt(20)));
      case ENUM -> anyEnum(field.type().getEnumType());
      case MESSAGE -> message(field.type().getMessageType(), field.depth() + 1);
    };
  }

  private int anyInt() {
    return chance(0.3)
        ? random.nextInt()
        : pick(
            0,
            1,
            -1,
            2,
            5,
            64,
            65,
            95,
            100,
            101,
            -100,
            -101,
            131_072,
            131_073,
            999_999_999,
            1_000_000_000,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE);
  }

  private double anyDouble() {
    return chance(0.3)
        ? random.nextGaussian()
        : pick(
            0.0,
            -0.0,
            2.0,
            Math.nextUp(2.0),
            -Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
  }

  private String anyString() {
    // Rarely the long ones, which take their time.
    if (chance(0.04)) {
      return pick("x".repeat(131_072), "x".repeat(131_073), "é".repeat(32_769), "✓".repeat(43_691));
    }
    return pick(
        "",
        " ",
        "\t\n\r",
        "\u00a0",
        "\u2003\u2028",
        "\u0000",
        "a\u0007b\u001b[31mc",
        "line\nline",
        "%s %n {} ${jndi:ldap://x}",
        "../../etc/passwd",
        "\"],}",
        "\uFFFD\uFEFF\u202E",
        "Zoë 😀 語",
        TestServer.MODEL,
        TestServer.MODEL + " ",
        "acme/*",
        "acme/other",
        "*",
        "/",
        "m".repeat(256),
        "m".repeat(257),
        "ü".repeat(128),
        "😀".repeat(64));
  }

  private Object anyEnum(EnumDescriptor type) {
    return chance(0.5)
        ? anyOf(type.getValues())
        : type.findValueByNumberCreatingIfUnknown(anyInt());
  }

  private UnknownFieldSet unknownFields() {
    int number = pick(99, 2_047, 18_999, 536_870_911);
    return UnknownFieldSet.newBuilder()
        .addField(
            number,
            UnknownFieldSet.Field.newBuilder()
                .addVarint(random.nextLong())
                .addLengthDelimited(ByteString.copyFrom(anyBytes(random.nextInt(50))))
                .build())
        .build();
  }

  public byte[] anyBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private <T> T anyOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }
}
