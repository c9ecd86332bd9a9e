package dev.plangen.server.verify.trip;

/**
 * A city.
 *
 * @param name as it was first written; other spellings of it are equal if they fold to the same
 *     words, see {@link Atlas}
 */
record City(String name) {}
