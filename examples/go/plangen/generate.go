package plangen

import (
	"context"
	"errors"
	"io"
	"iter"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/grpc/codes"
)

// Generated is a piece of a text that a model writes.
type Generated struct {
	*plangenv1.GenerateChunk

	// Text is the whole text so far.
	Text string

	// Kept is how many bytes of Text were there before: Text[Kept:] is new. 0 where the server had to ask the model
	// again, and what it had written is void.
	Kept int
}

// Generate lets a model write a text, and returns it whole.
func (c *Client) Generate(
	ctx context.Context, request *plangenv1.GenerateRequest,
) (*plangenv1.GenerateResponse, error) {
	return unary(ctx, c, c.models.Generate, request, once)
}

// GenerateStream lets a model write a text, and tells it as it is written. The last piece, and only it, has
// FinishReason and Usage. Leaving the loop, or a context that is done, closes the connection to the model. It is not a
// run: a broken connection is an error.
func (c *Client) GenerateStream(
	ctx context.Context, request *plangenv1.GenerateRequest,
) iter.Seq2[Generated, error] {
	return func(yield func(Generated, error) bool) {
		ctx, cancel := c.deadline(ctx)
		defer cancel()
		patience := newPatience(c.settings.firstPause)
		for {
			begun, failure := c.generated(ctx, request, yield)
			if failure != nil && ctx.Err() == nil && !begun && failure.refused() && patience.wait(ctx, failure) {
				continue
			}
			if failure != nil && ctx.Err() != nil {
				failure = leftError(ctx, "")
			}
			if failure != nil {
				yield(Generated{}, failure)
			}
			return
		}
	}
}

func (c *Client) generated(
	ctx context.Context, request *plangenv1.GenerateRequest, yield func(Generated, error) bool,
) (begun bool, failure *Error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := c.models.GenerateStream(ctx, request)
	if err != nil {
		return false, readError(err)
	}
	var text document
	for ; ; begun = true {
		chunk, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return begun, &Error{
				Code: codes.Unavailable, Reason: ReasonStreamBroken,
				Message: "the stream ended before the text did", causes: []error{err},
			}
		}
		if err != nil {
			return begun, readError(err)
		}
		kept := text.write(chunk.GetOffset(), chunk.GetText())
		if !yield(Generated{chunk, text.String(), kept}, nil) {
			return true, nil
		}
		if chunk.GetFinishReason() != plangenv1.FinishReason_FINISH_REASON_UNSPECIFIED {
			_, _ = stream.Recv() // the status, so that the call does not count as cancelled
			return true, nil
		}
	}
}
