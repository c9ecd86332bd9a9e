package dev.plangen.examples.evaluate.statistics;

/** An estimated difference with its 95 % interval. */
public record Difference(double estimate, Interval interval) {}
