package dev.plangen.examples.benchmark.figure;

import java.nio.file.Path;

/**
 * What all figures have in common.
 *
 * @param root of the source tree, built
 * @param javaHome the Java that everything runs on
 * @param work a directory for logs and configuration files
 * @param rounds at least 1
 * @param quick for trying it out: small numbers that say little
 */
public record Setting(Path root, Path javaHome, Path work, int rounds, boolean quick) {

  Path java() {
    return javaHome.resolve("bin/java");
  }

  /** {@code few} if it is to be quick. */
  public int count(int usual, int few) {
    return quick ? few : usual;
  }
}
