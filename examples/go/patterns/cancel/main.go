// Command cancel cancels a context in the middle of a solve: so is the run then, and the model calls that it has in
// flight. Ctrl-C does the same.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/plangen/plangen-server/examples/go/internal/demo"
	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

func main() { demo.Run(changeMind) }

func changeMind(ctx context.Context, client *plangen.Client, problem string) error {
	solving, cancel := context.WithCancel(ctx)
	defer cancel()
	var failure *plangen.Error
	for event, err := range client.SolveStream(solving, &plangenv1.SolveRequest{Problem: problem}) {
		if errors.Is(err, context.Canceled) && errors.As(err, &failure) {
			break
		}
		if err != nil {
			return err
		}
		if update, ok := event.(plangen.Updated); ok {
			fmt.Println(update.GetStep(), update.GetStatus())
			cancel()
		}
	}
	if failure == nil {
		return errors.New("the run was over before it could be cancelled")
	}

	run, err := client.GetRun(ctx, failure.RunID)
	for err == nil && run.GetState() == plangenv1.RunState_RUN_STATE_RUNNING {
		time.Sleep(10 * time.Millisecond)
		run, err = client.GetRun(ctx, failure.RunID)
	}
	if err != nil {
		return err
	}
	fmt.Printf("%s after %d model calls\n", run.GetState(), run.GetUsage().GetModelCalls())
	return nil
}
