// Command logging is pattern 5: every step in the log, structured, with the run's id, so that it can be found again on
// the server.
package main

import (
	"context"
	"errors"
	"log/slog"
	"os"

	"github.com/plangen/plangen-server/examples/go/internal/demo"
	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

func main() { demo.Run(logged) }

func logged(ctx context.Context, client *plangen.Client, problem string) error {
	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{Level: slog.LevelDebug}))
	for event, err := range client.SolveStream(ctx, &plangenv1.SolveRequest{Problem: problem}) {
		var failure *plangen.Error
		if errors.As(err, &failure) {
			logger.Error("failed", "run", failure.RunID, "step", failure.Step, "reason", failure.Reason, "error", err)
			return err
		}
		switch e := event.(type) {
		case plangen.Restarted:
			logger.Warn("started again", "run", e.RunID, "lost", e.PreviousRunID)
		case plangen.Updated:
			run := logger.With("run", e.GetRunId(), "sequence", e.GetSequence())
			switch e.GetStatus() {
			case plangenv1.StepStatus_STEP_STATUS_IN_PROGRESS:
				run.Info("started", "step", e.GetStep())
			case plangenv1.StepStatus_STEP_STATUS_COMPLETE:
				run.Info("completed", "step", e.GetStep(), "model_calls", e.GetUsage().GetModelCalls())
				run.Debug("produced", "data", e.GetData())
			}
		}
	}
	return nil
}
