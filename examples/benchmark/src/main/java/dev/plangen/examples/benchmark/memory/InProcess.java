package dev.plangen.examples.benchmark.memory;

import dev.plangen.server.Access;
import dev.plangen.server.PlanGenServer;
import dev.plangen.server.ServerSettings;
import dev.plangen.server.config.LimitsConfig;
import dev.plangen.server.config.RetentionConfig;
import dev.plangen.server.llm.FairQueue;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.Models.Served;
import dev.plangen.server.llm.RetryBudget;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.llm.SharedModel;
import dev.plangen.server.planning.Catalog;
import dev.plangen.server.planning.prompt.Profiles;
import dev.plangen.server.run.Offer;
import dev.plangen.server.run.Offers;
import dev.plangen.server.run.Quotas;
import dev.plangen.server.verify.Verifiers;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.BindableService;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Servers within this process, and calls to them. */
final class InProcess {

  static final String MODEL = "bench/model";

  /** More than the figures need. */
  private static final LimitsConfig MANY =
      new LimitsConfig(
          Optional.of(100_000),
          Optional.of(100_000),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private InProcess() {}

  /** The server itself. The only place that wires it. */
  static void serve(String name, LanguageModel model) throws IOException {
    var shared =
        new SharedModel(
            model, FairQueue.unlimited(), RetryPolicy.DEFAULT, new RetryBudget(), Optional.empty());
    new PlanGenServer(
            InProcessServerBuilder.forName(name),
            new Offers(
                Offer.of(
                    new Catalog(
                        new Models(
                            List.of(new Served(MODEL, "offline", shared)), Optional.empty(), MODEL),
                        Verifiers.with(Map.of()),
                        Profiles.NONE))),
            ServerSettings.of(MANY, RetentionConfig.DEFAULT, Quotas.NONE),
            Access.OPEN)
        .start();
  }

  /** Accepts streams, and does nothing. */
  static void serveNothing(String name) throws IOException {
    BindableService silent =
        new PlanGenServiceGrpc.PlanGenServiceImplBase() {
          @Override
          public void solveStream(SolveRequest request, StreamObserver<StepUpdate> out) {}
        };
    InProcessServerBuilder.forName(name)
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .addService(silent)
        .build()
        .start();
  }

  static PlanGenServiceGrpc.PlanGenServiceStub dial(String name) {
    return PlanGenServiceGrpc.newStub(
        InProcessChannelBuilder.forName(name).directExecutor().build());
  }
}
