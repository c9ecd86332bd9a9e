package dev.plangen.examples.benchmark.load;

import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import java.util.Map;

/** The callers' process. */
public final class LoadMain {

  private LoadMain() {}

  /**
   * Takes the orders of the classes of this package; see each.
   *
   * @param args the server's target
   */
  public static void main(String[] args) throws Exception {
    var channels = new Channels(args[0]);
    Worker.serve(
        Line.of("ready"),
        Map.of(
            "solve", new ClosedLoop(channels),
            "open", new OpenArrivals(channels),
            "read", new SolveReaders(channels),
            "chunks", new ChunkReaders(channels),
            "cancel", new Cancels(channels),
            "stop", new StoppedReaders(channels),
            "refuse", new RefusedStarts(channels)));
  }
}
