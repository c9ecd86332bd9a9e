// Command errors fails in four ways, and decides each time what to do.
package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/plangen/plangen-server/examples/go/internal/demo"
	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
)

func main() { demo.Run(fail) }

func fail(ctx context.Context, client *plangen.Client, problem string) error {
	requests := []*plangenv1.SolveRequest{
		{Problem: " ", Sampling: &plangenv1.Sampling{Temperature: proto.Float64(9)}},
		{Problem: problem, Model: "acme/unheard-of"},
		{Problem: "How do I become happy?"},
		{Problem: problem, Budget: &plangenv1.Budget{MaxTotalTokens: proto.Int64(1000)}},
	}
	for _, request := range requests {
		if err := solve(ctx, client, request); err != nil {
			fmt.Println(err)
			fmt.Println("  ->", advice(err))
		}
	}
	return nil
}

func solve(ctx context.Context, client *plangen.Client, request *plangenv1.SolveRequest) error {
	for _, err := range client.SolveStream(ctx, request) {
		if err != nil {
			return err
		}
	}
	return nil
}

// advice decides by code and reason, never by the message, which is for people.
func advice(err error) string {
	var failure *plangen.Error
	switch {
	case errors.Is(err, context.Canceled):
		return "somebody has pressed Ctrl-C"
	case !errors.As(err, &failure):
		return "not of PlanGEN"
	case failure.Code == codes.InvalidArgument:
		advice := "correct the request:"
		for _, wrong := range failure.FieldViolations {
			advice += " " + wrong.Field + ";"
		}
		return advice
	case failure.Code == codes.NotFound:
		return "name something that is there: " + failure.Reason
	case failure.Reason == "BUDGET_EXHAUSTED":
		return "allow it more"
	case failure.RetryDelay > 0:
		return fmt.Sprint("try again in ", failure.RetryDelay)
	case failure.Step == plangenv1.Step_STEP_EXTRACT_CONSTRAINTS:
		return "state the problem in simpler words"
	case failure.Step == plangenv1.Step_STEP_GENERATE_SOLUTIONS:
		return "ask for fewer candidates"
	default:
		return "report it, with run " + failure.RunID
	}
}
