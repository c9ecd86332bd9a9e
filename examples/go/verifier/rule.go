package main

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/protobuf/proto"
)

// closing is when the house closes, in minutes after midnight.
const closing = 15 * 60

const rule = "No meeting ends after 15:00."

// A plan names its time so: "Monday, 9:30 - 10:00". One with two times is not understood.
var times = regexp.MustCompile(`\b\d{1,2}:\d{2} - (\d{1,2}):(\d{2})\b`)

// house judges plans by the hours of the house.
type house struct {
	plangenv1.UnimplementedVerifierServiceServer
}

// Verify has no opinion on what it does not understand: that is left to the other verifiers.
func (house) Verify(_ context.Context, request *plangenv1.VerifyRequest) (*plangenv1.VerifyResponse, error) {
	found := times.FindAllStringSubmatch(request.GetPlan(), -1)
	if len(found) != 1 {
		return &plangenv1.VerifyResponse{
			Outcome: plangenv1.Outcome_OUTCOME_UNKNOWN, Feedback: "The plan does not name one time.",
		}, nil
	}
	hour, _ := strconv.Atoi(found[0][1])
	minute, _ := strconv.Atoi(found[0][2])
	score, outcome := int32(100), plangenv1.Outcome_OUTCOME_PASSED
	if 60*hour+minute > closing {
		score, outcome = -100, plangenv1.Outcome_OUTCOME_VETOED
	}
	reason := fmt.Sprintf("The meeting ends at %d:%02d.", hour, minute)
	return &plangenv1.VerifyResponse{
		Score:    proto.Int32(score),
		Outcome:  outcome,
		Feedback: reason,
		ConstraintVerdicts: []*plangenv1.ConstraintVerdict{
			{Constraint: rule, Outcome: outcome, Reason: reason},
		},
	}, nil
}
