package plangen

import (
	"context"
	"errors"
	"iter"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

// StartRun starts a run that goes on whoever reads it or not, and returns at once. Without a RequestId it is given one,
// so that it is safe to repeat.
func (c *Client) StartRun(ctx context.Context, request *plangenv1.SolveRequest) (*plangenv1.Run, error) {
	named := proto.CloneOf(request)
	if named.GetRequestId() == "" {
		named.RequestId = newRequestID()
	}
	return unary(ctx, c, c.runs.StartRun, &plangenv1.StartRunRequest{Request: named}, repeatable)
}

// GetRun returns a run as it stands.
func (c *Client) GetRun(ctx context.Context, runID string) (*plangenv1.Run, error) {
	request := &plangenv1.GetRunRequest{Run: &plangenv1.GetRunRequest_RunId{RunId: runID}}
	return unary(ctx, c, c.runs.GetRun, request, repeatable)
}

// FindRun returns the newest run that was started with a RequestId: what a program knows that has crashed in between.
func (c *Client) FindRun(ctx context.Context, requestID string) (*plangenv1.Run, error) {
	request := &plangenv1.GetRunRequest{Run: &plangenv1.GetRunRequest_RequestId{RequestId: requestID}}
	return unary(ctx, c, c.runs.GetRun, request, repeatable)
}

// CancelRun ends a run, and returns it as it then stands.
func (c *Client) CancelRun(ctx context.Context, runID string) (*plangenv1.Run, error) {
	request := &plangenv1.CancelRunRequest{Run: &plangenv1.CancelRunRequest_RunId{RunId: runID}}
	return unary(ctx, c, c.runs.CancelRun, request, repeatable)
}

// DeleteRun makes the server forget a run.
func (c *Client) DeleteRun(ctx context.Context, runID string) error {
	lost := false
	_, err := unary(ctx, c, c.runs.DeleteRun, &plangenv1.DeleteRunRequest{RunId: runID}, func(failure *Error) bool {
		lost = lost || failure.broken()
		return repeatable(failure)
	})
	var failure *Error
	if lost && errors.As(err, &failure) && failure.forgotten() {
		// The answer of an attempt before was lost, not its effect.
		return nil
	}
	return err
}

// ListRuns returns one page of the runs, the newest first.
func (c *Client) ListRuns(
	ctx context.Context, request *plangenv1.ListRunsRequest,
) (*plangenv1.ListRunsResponse, error) {
	return unary(ctx, c, c.runs.ListRuns, request, repeatable)
}

// AllRuns goes through the runs, the newest first, page by page.
func (c *Client) AllRuns(ctx context.Context, request *plangenv1.ListRunsRequest) iter.Seq2[*plangenv1.Run, error] {
	return func(yield func(*plangenv1.Run, error) bool) {
		request := proto.CloneOf(request)
		for {
			page, err := c.ListRuns(ctx, request)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, run := range page.GetRuns() {
				if !yield(run, nil) {
					return
				}
			}
			request.PageToken = page.GetNextPageToken()
			if request.PageToken == "" {
				return
			}
		}
	}
}

// ExtractConstraints runs the constraint agent alone.
func (c *Client) ExtractConstraints(
	ctx context.Context, request *plangenv1.ExtractConstraintsRequest,
) (*plangenv1.ExtractConstraintsResponse, error) {
	return unary(ctx, c, c.solver.ExtractConstraints, request, once)
}

// GeneratePlan runs the generation agent alone.
func (c *Client) GeneratePlan(
	ctx context.Context, request *plangenv1.GeneratePlanRequest,
) (*plangenv1.GeneratePlanResponse, error) {
	return unary(ctx, c, c.solver.GeneratePlan, request, once)
}

// VerifyPlan verifies a plan from anywhere.
func (c *Client) VerifyPlan(
	ctx context.Context, request *plangenv1.VerifyPlanRequest,
) (*plangenv1.VerifyPlanResponse, error) {
	return unary(ctx, c, c.solver.VerifyPlan, request, once)
}

// ListModels lists the models that a request may name.
func (c *Client) ListModels(ctx context.Context) (*plangenv1.ListModelsResponse, error) {
	return unary(ctx, c, c.solver.ListModels, &plangenv1.ListModelsRequest{}, repeatable)
}

// ListAlgorithms lists the algorithms that a request may choose, with their parameters.
func (c *Client) ListAlgorithms(ctx context.Context) (*plangenv1.ListAlgorithmsResponse, error) {
	return unary(ctx, c, c.solver.ListAlgorithms, &plangenv1.ListAlgorithmsRequest{}, repeatable)
}

// repeatable calls do no harm and cost nothing when they are made again.
func repeatable(failure *Error) bool { return failure.broken() || failure.refused() }

// once is for calls that may have been paid, or have had their effect, though the answer is lost.
func once(failure *Error) bool { return failure.refused() }

func unary[Request, Response any](
	ctx context.Context,
	c *Client,
	rpc func(context.Context, *Request, ...grpc.CallOption) (*Response, error),
	request *Request,
	again func(*Error) bool,
) (*Response, error) {
	ctx, cancel := c.deadline(ctx)
	defer cancel()
	patience := newPatience(c.settings.firstPause)
	for {
		response, err := rpc(ctx, request)
		if err == nil {
			return response, nil
		}
		failure := readError(err)
		if ctx.Err() == nil && again(failure) && patience.wait(ctx, failure) {
			continue
		}
		if ctx.Err() != nil {
			failure = leftError(ctx, failure.RunID)
		}
		return nil, failure
	}
}
