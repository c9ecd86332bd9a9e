package dev.plangen.server.testing;

import dev.plangen.server.domain.CallKey;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The keys of the calls that a run can make, as far as tests go. */
final class RunKeys {

  private static final int MOST_CANDIDATES = 9;
  private static final int MOST_ITERATIONS = 6;
  private static final int WIDTH = 10;
  private static final int BRANCHING = 3;

  /** Of a tree whose root is continued until it has as many plans as it may have. */
  static final int FIRST_STEPS = 21;

  private RunKeys() {}

  static Stream<CallKey> all() {
    Stream<CallKey> single =
        Stream.of("constraints", "generate", "plan", "mixture/priors", "verify/plan")
            .map(CallKey::of);
    Stream<CallKey> iterations =
        IntStream.rangeClosed(0, MOST_ITERATIONS)
            .mapToObj(CallKey.of("mixture")::child)
            .flatMap(root -> Stream.of(children(root, FIRST_STEPS), levels(root), tree(root, 3)))
            .flatMap(keys -> keys);
    Stream<CallKey> written =
        Stream.of(
                children(CallKey.of("solution"), MOST_CANDIDATES),
                children(CallKey.of("tot"), FIRST_STEPS),
                tree(CallKey.of("tot"), 4),
                levels(CallKey.of("rebase")),
                iterations)
            .flatMap(keys -> keys);
    return Stream.concat(single, written.flatMap(RunKeys::withQuestions))
        .flatMap(RunKeys::withRepair)
        .distinct();
  }

  private static Stream<CallKey> children(CallKey parent, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(parent::child);
  }

  private static Stream<CallKey> levels(CallKey root) {
    return children(root, WIDTH).flatMap(level -> children(level, WIDTH));
  }

  private static Stream<CallKey> tree(CallKey node, int depth) {
    return depth == 0
        ? Stream.of()
        : children(node, BRANCHING)
            .flatMap(child -> Stream.concat(Stream.of(child), tree(child, depth - 1)));
  }

  private static Stream<CallKey> withQuestions(CallKey key) {
    return Stream.of(key, key.about("reward"), key.about("completion"), key.about("verify"));
  }

  private static Stream<CallKey> withRepair(CallKey key) {
    return key.path().startsWith("verify/") ? Stream.of(key, key.child("repair")) : Stream.of(key);
  }
}
