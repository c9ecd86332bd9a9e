package dev.plangen.server.run;

import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.RunEvent;
import java.time.Instant;

/**
 * An event in its place in the log.
 *
 * @param sequence its position, from 1
 * @param cost what the run had cost by then
 */
public record LogEntry(long sequence, Instant time, RunCost cost, RunEvent event) {}
