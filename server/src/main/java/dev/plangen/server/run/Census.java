package dev.plangen.server.run;

/**
 * What the server holds at one moment.
 *
 * @param permits taken by runs that have not ended
 * @param live runs whose threads have not ended
 * @param kept runs that have ended
 * @param keptBytes about how much memory those take
 */
public record Census(int permits, int live, int kept, long keptBytes) {}
