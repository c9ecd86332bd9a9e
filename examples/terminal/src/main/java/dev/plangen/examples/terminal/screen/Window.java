package dev.plangen.examples.terminal.screen;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/**
 * The window of the terminal that standard output is. Java does not tell its size, so the C library
 * is asked: ioctl(2) with TIOCGWINSZ.
 */
final class Window {

  private static final int STANDARD_OUTPUT = 1;
  private static final long TIOCGWINSZ =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")
          ? 0x5413
          : 0x40087468;

  private final Optional<MethodHandle> ioctl;

  Window() {
    this.ioctl = Linker.nativeLinker().defaultLookup().find("ioctl").map(Window::link);
  }

  // The launcher enables native access.
  @SuppressWarnings("restricted")
  private static MethodHandle link(MemorySegment address) {
    return Linker.nativeLinker()
        .downcallHandle(
            address,
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
            Linker.Option.firstVariadicArg(2));
  }

  /** As it is now: windows change. */
  Size size() {
    return ioctl.flatMap(Window::ask).orElse(Size.USUAL);
  }

  private static Optional<Size> ask(MethodHandle ioctl) {
    try (Arena arena = Arena.ofConfined()) {
      // struct winsize: rows, columns, and the same in pixels.
      MemorySegment winsize = arena.allocate(JAVA_SHORT, 4);
      int status = (int) ioctl.invokeExact(STANDARD_OUTPUT, TIOCGWINSZ, winsize);
      Size size =
          new Size(
              Short.toUnsignedInt(winsize.getAtIndex(JAVA_SHORT, 1)),
              Short.toUnsignedInt(winsize.getAtIndex(JAVA_SHORT, 0)));
      return status == 0 && size.columns() > 0 && size.rows() > 0
          ? Optional.of(size)
          : Optional.empty();
    } catch (Throwable e) {
      // What invokeExact declares; a call of C throws nothing.
      throw new IllegalStateException(e);
    }
  }
}
