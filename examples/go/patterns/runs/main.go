// Command runs starts a run and leaves; comes back, reads a little, leaves again; and reads the rest.
package main

import (
	"context"
	"fmt"

	"github.com/plangen/plangen-server/examples/go/internal/demo"
	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

func main() { demo.Run(comeBack) }

func comeBack(ctx context.Context, client *plangen.Client, problem string) error {
	labels := map[string]string{"example": "go"}
	run, err := client.StartRun(ctx, &plangenv1.SolveRequest{Problem: problem, Labels: labels})
	if err != nil {
		return err
	}
	fmt.Println("Started, and left")

	last, err := watch(ctx, client, run.GetRunId(), 0, 3)
	if err != nil {
		return err
	}
	fmt.Println("Left after update", last)
	if _, err := watch(ctx, client, run.GetRunId(), last, 100); err != nil {
		return err
	}

	for run, err := range client.AllRuns(ctx, &plangenv1.ListRunsRequest{Labels: labels}) {
		if err != nil {
			return err
		}
		fmt.Println("Deleting one that is", run.GetState())
		if err := client.DeleteRun(ctx, run.GetRunId()); err != nil {
			return err
		}
	}
	return nil
}

// watch shows a run's updates after one of them, and returns the sequence of the last that it has shown. Leaving the loop
// leaves the run alone.
func watch(ctx context.Context, client *plangen.Client, runID string, after int64, most int) (int64, error) {
	request := &plangenv1.WatchRunRequest{Run: &plangenv1.WatchRunRequest_RunId{RunId: runID}, AfterSequence: after}
	for event, err := range client.WatchRun(ctx, request) {
		if err != nil {
			return after, err
		}
		if update, ok := event.(plangen.Updated); ok {
			fmt.Println(update.GetSequence(), update.GetStep(), update.GetStatus())
			after = update.GetSequence()
			most--
		}
		if most == 0 {
			break
		}
	}
	return after, nil
}
