package dev.plangen.server.rpc;

import com.google.protobuf.Timestamp;
import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.Selection;
import dev.plangen.server.domain.Standing;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.Verdict;
import dev.plangen.v1.FinishReason;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.SelectedSolution;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.StopReason;
import dev.plangen.v1.VerificationResult;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Turns what a run came to into the contract's messages. */
final class ResultMapper {

  private ResultMapper() {}

  static SolveResult result(Answer.Solved solved, RunCost cost) {
    return SolveResult.newBuilder()
        .setSelectedSolution(selected(solved.selection()))
        .addAllConstraints(solved.constraints())
        .addAllSolutions(solved.candidates().stream().map(ResultMapper::solution).toList())
        .addAllVerificationResults(
            solved.verdicts().stream().map(ResultMapper::verification).toList())
        .setUsage(UsageMapper.usage(cost))
        .setStopReason(stopReason(solved.stopCause()))
        .build();
  }

  static SelectedSolution selected(Selection selection) {
    SelectedSolution.Builder selected =
        SelectedSolution.newBuilder()
            .setCandidateId(selection.candidate().id().path())
            .setText(selection.candidate().text())
            .setVerified(selection.verified())
            .setSound(selection.sound());
    selection.score().ifPresent(selected::setScore);
    return selected.build();
  }

  static Solution solution(Candidate candidate) {
    return Solution.newBuilder()
        .setCandidateId(candidate.id().path())
        .setText(candidate.text())
        .setFinishReason(finishReason(candidate.finish()))
        .build();
  }

  static VerificationResult verification(Verdict verdict) {
    VerificationResult.Builder result =
        VerificationResult.newBuilder()
            .setCandidateId(verdict.candidate().path())
            .setVerifier(verdict.verifier())
            .setOutcome(outcome(verdict.ruling()))
            .setSound(verdict.sound())
            .setFeedback(verdict.feedback());
    verdict.score().ifPresent(result::setScore);
    verdict.constraints().stream()
        .map(ResultMapper::constraintVerdict)
        .forEach(result::addConstraintVerdicts);
    return result.build();
  }

  private static dev.plangen.v1.ConstraintVerdict constraintVerdict(ConstraintVerdict verdict) {
    dev.plangen.v1.ConstraintVerdict.Builder message =
        dev.plangen.v1.ConstraintVerdict.newBuilder()
            .setConstraint(verdict.constraint())
            .setOutcome(outcome(verdict.ruling()))
            .setReason(verdict.reason());
    verdict.index().ifPresent(message::setIndex);
    return message.build();
  }

  /** The verdicts of several verifiers as one. */
  static VerificationResult combined(List<Verdict> verdicts, int threshold) {
    Standing standing = Standing.of(verdicts);
    VerificationResult.Builder result =
        VerificationResult.newBuilder()
            .setOutcome(outcome(ruling(standing, threshold)))
            .setSound(standing.vetoed() || standing.proven())
            .setFeedback(
                verdicts.stream().map(Verdict::feedback).collect(Collectors.joining("\n\n")));
    standing.score().ifPresent(result::setScore);
    verdicts.stream()
        .flatMap(verdict -> verdict.constraints().stream())
        .map(ResultMapper::constraintVerdict)
        .forEach(result::addConstraintVerdicts);
    return result.build();
  }

  private static Ruling ruling(Standing standing, int threshold) {
    if (standing.vetoed()) {
      return Ruling.VETOED;
    }
    return standing.isVerified(threshold) ? Ruling.PASSED : Ruling.UNKNOWN;
  }

  static FinishReason finishReason(FinishCause cause) {
    return switch (cause) {
      case STOP -> FinishReason.FINISH_REASON_STOP;
      case LENGTH -> FinishReason.FINISH_REASON_LENGTH;
      case CONTENT_FILTER -> FinishReason.FINISH_REASON_CONTENT_FILTER;
    };
  }

  private static Outcome outcome(Ruling ruling) {
    return switch (ruling) {
      case PASSED -> Outcome.OUTCOME_PASSED;
      case VETOED -> Outcome.OUTCOME_VETOED;
      case UNKNOWN -> Outcome.OUTCOME_UNKNOWN;
    };
  }

  static StopReason stopReason(StopCause cause) {
    return switch (cause) {
      case ALL_VERIFIED -> StopReason.STOP_REASON_ALL_VERIFIED;
      case FIRST_VERIFIED -> StopReason.STOP_REASON_FIRST_VERIFIED;
      case THRESHOLD -> StopReason.STOP_REASON_THRESHOLD;
      case SEARCH_LIMIT -> StopReason.STOP_REASON_SEARCH_LIMIT;
      case MODEL_CALLS -> StopReason.STOP_REASON_MODEL_CALLS;
      case TOTAL_TOKENS -> StopReason.STOP_REASON_TOTAL_TOKENS;
      case COST -> StopReason.STOP_REASON_COST;
      case SOFT_DEADLINE -> StopReason.STOP_REASON_SOFT_DEADLINE;
      case RUN_DURATION -> StopReason.STOP_REASON_RUN_DURATION;
    };
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
