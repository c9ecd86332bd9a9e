package dev.plangen.examples.benchmark.figure;

import dev.plangen.examples.benchmark.report.Result;
import java.util.List;

/** Something that is measured. */
public interface Figure {

  /** By which {@code --figures} names it. */
  String name();

  /** Starts what it needs, measures in rounds, ends what it started. */
  List<Result> measure(Setting setting) throws Exception;
}
