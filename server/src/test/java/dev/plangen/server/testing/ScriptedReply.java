package dev.plangen.server.testing;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.TokenCount;
import java.util.List;
import java.util.OptionalLong;

/** What a {@link ScriptedModel} does when it is asked. */
public sealed interface ScriptedReply {

  /** Writes the pieces and ends. */
  record Text(List<String> pieces, FinishCause finish, TokenCount tokens) implements ScriptedReply {
    public Text {
      pieces = List.copyOf(pieces);
    }
  }

  /** Writes the pieces and fails; without any, the request is refused. */
  record Failing(List<String> pieces, Failure failure) implements ScriptedReply {
    public Failing {
      pieces = List.copyOf(pieces);
    }
  }

  /** Writes the pieces, waits at the gate, and then goes on as told. */
  record Held(List<String> pieces, Gate gate, ScriptedReply then) implements ScriptedReply {
    public Held {
      pieces = List.copyOf(pieces);
    }
  }

  /** Waits at the gate and goes on as told, cancelled or not: an answer that crosses its cancel. */
  record Late(Gate gate, ScriptedReply then) implements ScriptedReply {}

  static ScriptedReply text(String... pieces) {
    return ended(FinishCause.STOP, pieces);
  }

  /** Reports one input token and as many output tokens as there are pieces. */
  static ScriptedReply ended(FinishCause finish, String... pieces) {
    var tokens =
        new TokenCount(
            OptionalLong.of(1),
            OptionalLong.empty(),
            OptionalLong.of(pieces.length),
            OptionalLong.empty());
    return new Text(List.of(pieces), finish, tokens);
  }

  static ScriptedReply failing(Failure failure, String... pieces) {
    return new Failing(List.of(pieces), failure);
  }

  static ScriptedReply held(Gate gate, ScriptedReply then, String... pieces) {
    return new Held(List.of(pieces), gate, then);
  }
}
