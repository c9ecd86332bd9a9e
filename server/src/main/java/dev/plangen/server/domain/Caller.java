package dev.plangen.server.domain;

/**
 * On whose behalf work is done: part of every run and of every look-up.
 *
 * @param tenant whose runs these are; {@code anonymous} until there is authentication
 */
public record Caller(String tenant) {

  public static final Caller ANONYMOUS = new Caller("anonymous");
}
