package dev.plangen.server.planning.agent;

import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Verdict;
import java.util.Optional;

/**
 * A verdict.
 *
 * @param call that gave it; empty if the log has it already, or no model was asked
 */
public record Judgement(Verdict verdict, Optional<CallRecord> call) {}
