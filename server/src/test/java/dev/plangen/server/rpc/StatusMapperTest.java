package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.testing.DocumentedErrors;
import dev.plangen.server.testing.Refused;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatusMapperTest {

  static List<Failure> failures() {
    return List.of(
        new Failure.VerifierFailed(Failure.VerifierFailed.Fault.UNAVAILABLE, "acme", "is down"),
        new Failure.VerifierFailed(Failure.VerifierFailed.Fault.FAILED, "acme", "failed"),
        new Failure.UnknownVerifier("acme"),
        new Failure.UnknownProfile("acme"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureHasTheCodeThatTheContractTellsOfItsReasonAndNamesWhatItIsAbout(Failure failure) {
    Refused.Details details = Refused.details(StatusMapper.toException(failure));

    assertThat(details.reason()).isEqualTo(failure.reason());
    assertThat(details.code()).isEqualTo(DocumentedErrors.all().get(failure.reason()));
    assertThat(details.message()).contains("acme");
    assertThat(details.retry()).isEmpty();
  }
}
