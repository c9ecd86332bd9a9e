package dev.plangen.server.rpc;

import dev.plangen.server.llm.Models;
import dev.plangen.server.planning.prompt.Profiles;
import dev.plangen.server.verify.Verifiers;

/** What requests may name. */
public record Catalog(Models models, Verifiers verifiers, Profiles profiles) {}
