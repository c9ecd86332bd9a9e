package dev.plangen.server.domain;

import java.util.OptionalInt;

/**
 * A step that continues the beginning of a plan.
 *
 * @param id the key of the call that wrote it; also the id of the candidate that it completes
 * @param text the step alone
 * @param reward how promising the plan is with it, -100 to 100; empty where that could not be read
 * @param complete whether the plan is complete with it
 */
public record Node(CallKey id, String text, OptionalInt reward, boolean complete) {}
