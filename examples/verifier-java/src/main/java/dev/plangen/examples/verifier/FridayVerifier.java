package dev.plangen.examples.verifier;

import dev.plangen.v1.ConstraintVerdict;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.VerifierServiceGrpc;
import dev.plangen.v1.VerifyRequest;
import dev.plangen.v1.VerifyResponse;
import io.grpc.stub.StreamObserver;
import java.time.LocalTime;

/**
 * A rule of the house that no problem tells of: no meeting on a Friday after noon.
 *
 * <p>It is a check, not an opinion, so the server's configuration may call it {@code sound}. What
 * it does not understand it has no opinion on, which leaves the decision to the other verifiers.
 */
final class FridayVerifier extends VerifierServiceGrpc.VerifierServiceImplBase {

  private static final String RULE = "No meeting on a Friday after noon.";

  @Override
  public void verify(VerifyRequest request, StreamObserver<VerifyResponse> out) {
    out.onNext(
        Meeting.in(request.getPlan())
            .map(FridayVerifier::judge)
            .orElseGet(FridayVerifier::noOpinion));
    out.onCompleted();
  }

  private static VerifyResponse judge(Meeting meeting) {
    boolean broken = meeting.day().equals("Friday") && meeting.to().isAfter(LocalTime.NOON);
    Outcome outcome = broken ? Outcome.OUTCOME_VETOED : Outcome.OUTCOME_PASSED;
    String reason =
        "The meeting is on %s from %s to %s."
            .formatted(meeting.day(), meeting.from(), meeting.to());
    return VerifyResponse.newBuilder()
        .setScore(broken ? -100 : 100)
        .setOutcome(outcome)
        .setFeedback(reason)
        .addConstraintVerdicts(
            ConstraintVerdict.newBuilder()
                .setConstraint(RULE)
                .setOutcome(outcome)
                .setReason(reason))
        .build();
  }

  private static VerifyResponse noOpinion() {
    return VerifyResponse.newBuilder()
        .setOutcome(Outcome.OUTCOME_UNKNOWN)
        .setFeedback("The plan does not tell of one meeting with its day and time.")
        .build();
  }
}
