package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.config.QuotaConfig;
import dev.plangen.server.config.QuotasConfig;
import dev.plangen.server.run.Quota;
import dev.plangen.server.run.Quotas;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuotaWiringTest {

  @Test
  void aTenantsEntryOverridesSingleKeysOfTheDefault() {
    var others =
        new QuotaConfig(Optional.empty(), Optional.of(5), Optional.of(60), Optional.empty());
    var acme =
        new QuotaConfig(Optional.of("acme"), Optional.of(50), Optional.empty(), Optional.of(9L));

    assertThat(QuotaWiring.configured(new QuotasConfig(others, List.of(acme))))
        .isEqualTo(
            new Quotas(
                Map.of(
                    "acme", new Quota(OptionalInt.of(50), OptionalInt.of(60), OptionalLong.of(9))),
                new Quota(OptionalInt.of(5), OptionalInt.of(60), OptionalLong.empty())));
  }

  @Test
  void withoutQuotasNothingIsLimited() {
    assertThat(QuotaWiring.configured(QuotasConfig.NONE)).isEqualTo(Quotas.NONE);
  }
}
