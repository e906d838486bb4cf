package asof

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

func TestHint(t *testing.T) {
	lacks := func(field string) error { return &config.PointError{Missing: field} }
	for want, err := range map[string]error{
		"":                                errors.New("another"),
		"; give it by -date":              fmt.Errorf("rule A: %w", lacks("date")),
		"; give it by -serial":            errors.Join(lacks("serial number"), lacks("serial number")),
		"; give them by -date and -plant": errors.Join(fmt.Errorf("rule A: %w", lacks("plant")), lacks("date")),
		"; give them by -date, -serial and -plant": fmt.Errorf("%w; %w", lacks("date"), errors.Join(lacks("plant"), lacks("serial number"))),
	} {
		hint := Hint(err)
		require.ErrorIs(t, hint, err)
		require.EqualError(t, hint, err.Error()+want)
	}
	require.NoError(t, Hint(nil))
}
