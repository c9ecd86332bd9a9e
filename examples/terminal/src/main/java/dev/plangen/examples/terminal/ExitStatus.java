package dev.plangen.examples.terminal;

/**
 * What a script is told. Those above 63 are sysexits.h's, those above 127 the shell's for a signal.
 */
public final class ExitStatus {

  /** The plan is verified; of what makes no plan: it is done. */
  public static final int OK = 0;

  /** There is a plan, and it is not verified. */
  public static final int NOT_VERIFIED = 1;

  /** The command line, a file of it, or the request that it makes is wrong. */
  public static final int MISUSED = 2;

  /** EX_UNAVAILABLE: the server can't be reached. */
  public static final int UNREACHABLE = 69;

  /** EX_SOFTWARE: the run, or the server, failed. */
  public static final int FAILED = 70;

  /** EX_TEMPFAIL: it failed for now; the same command may succeed later. */
  public static final int TRY_LATER = 75;

  /** 128 + SIGINT: the run was cancelled. */
  public static final int CANCELLED = 130;

  /** 128 + SIGPIPE: nobody read on. */
  public static final int OUTPUT_CLOSED = 141;

  /** For {@code --help}. */
  static final String HELP =
      """

      Exit status:
          0  the plan is verified; of commands that make no plan: done
          1  there is a plan, and it is not verified
          2  the command line, a file that it names, or the request is wrong
         69  the server can't be reached
         70  the run, or the server, failed
         75  it failed for now: the same command may succeed later
        130  cancelled, by Ctrl-C or by others
        141  standard output was closed before the end
      """;

  private ExitStatus() {}
}
