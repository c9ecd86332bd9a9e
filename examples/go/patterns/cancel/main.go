// Command cancel cancels a context in the middle of a solve: so is the run then, and the model calls that it has in
// flight. Ctrl-C does the same.
package main

import (
	"context"
	"errors"
	"fmt"

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
	return demo.ShowEnd(ctx, client, failure.RunID)
}
