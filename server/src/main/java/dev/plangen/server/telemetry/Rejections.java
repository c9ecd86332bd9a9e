package dev.plangen.server.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.function.Consumer;

/** Counts the calls that are refused, by reason. Thread-safe. */
public final class Rejections implements Consumer<String> {

  private final LongCounter rejections;

  public Rejections(Meter meter) {
    rejections =
        meter
            .counterBuilder("plangen.rejections")
            .setUnit("{call}")
            .setDescription("Calls that were refused and belong to no run, by the reason.")
            .build();
  }

  /**
   * A call has been refused.
   *
   * @param reason as in the contract
   */
  @Override
  public void accept(String reason) {
    rejections.add(1, Attributes.of(Labels.REASON, reason));
  }
}
