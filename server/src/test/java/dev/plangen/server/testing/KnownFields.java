package dev.plangen.server.testing;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Valid values of the fields whose bounds are so narrow that chance would miss them. */
final class KnownFields {

  private static final Set<String> REQUIRED = Set.of("problem", "prompt", "plan");

  private KnownFields() {}

  /** Whether a request without it is refused. */
  static boolean isRequired(FieldDescriptor field) {
    return REQUIRED.contains(field.getName());
  }

  /** Empty if nothing is known of such a field. */
  static Optional<Object> value(FieldDescriptor field, Random random) {
    return Optional.ofNullable(
        switch (field.getName()) {
          case "problem", "prompt", "plan" -> "Plan a day for Zoë " + random.nextInt(100) + ".";
          case "model" -> random.nextBoolean() ? TestServer.MODEL : "";
          case "constraints" -> "It ends by " + random.nextInt(24) + ":00.";
          case "temperature" -> 2 * random.nextDouble();
          case "max_output_tokens" -> 1 + random.nextInt(10_000);
          case "candidates" -> 1 + random.nextInt(6);
          case "verification_threshold" -> random.nextInt(201) - 100;
          case "heartbeat_interval" -> duration(100 + random.nextInt(3_000_000));
          case "disconnect_grace" -> duration(random.nextInt(100));
          case "soft_deadline" -> duration(10_000 + random.nextInt(50_000));
          default -> null;
        });
  }

  private static Duration duration(int millis) {
    return Duration.newBuilder()
        .setSeconds(millis / 1000)
        .setNanos(millis % 1000 * 1_000_000)
        .build();
  }
}
