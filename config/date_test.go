package config_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

func ExampleDate() {
	d, _ := config.ParseDate("2026-02-28")
	fmt.Println(d+1, d < config.NewDate(2026, time.March, 1))
	_, err := config.ParseDate("2026-02-30")
	fmt.Println(err)
	// Output:
	// 2026-03-01 true
	// "2026-02-30" is not a day of the calendar
}

// Days count on without gaps from 0001 to 9999. Steps of 29 days meet every
// day of the calendar in some year.
func TestDaysCountOn(t *testing.T) {
	day := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	for d := config.Date(1); day.Year() < 10000; d += 29 {
		if d.String() != day.Format(time.DateOnly) || config.NewDate(day.Date()) != d {
			t.Fatalf("day %d is %v, not %v", int(d), d, day.Format(time.DateOnly))
		}
		day = day.AddDate(0, 0, 29)
	}
}

func TestParseDate(t *testing.T) {
	require.Equal(t, config.NewDate(2024, 2, 29), must(config.ParseDate("2024-02-29")))
	for _, s := range []string{
		"", "2026", "2026-1-1", "2026-01-1", "26-01-01", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31", "2025-02-29", "0000-01-01",
		"2026/01/01", "01.02.2026", "2026-01-01T00:00", " 2026-01-01", "2026-01-0x", "20260-1-01", "-001-01-01", "２０２６-01-01",
	} {
		d, err := config.ParseDate(s)
		require.Error(t, err, s)
		require.True(t, d.IsZero())
	}
	require.Equal(t, "", config.Date(0).String())
	y, m, d := config.Date(0).Civil()
	require.Zero(t, y+int(m)+d)
	require.Panics(t, func() { config.NewDate(2026, 2, 30) })
	require.Equal(t, -1, config.NewDate(2026, 1, 1).Compare(config.NewDate(2026, 1, 2)))
}

func TestDateText(t *testing.T) {
	d := config.NewDate(2026, 11, 2)
	require.Equal(t, "2026-11-02", string(must(d.MarshalText())))
	require.Error(t, d.UnmarshalText([]byte("x")))
	require.NoError(t, d.UnmarshalText(nil))
	require.True(t, d.IsZero())
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-11-02", "2024-02-29", "9999-12-31", "0001-01-01", "2026-1-1", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := config.ParseDate(s)
		want, wantErr := time.Parse(time.DateOnly, s)
		if (err == nil) != (wantErr == nil && want.Year() > 0) {
			t.Fatalf("%q: %v, time says %v", s, err, wantErr)
		}
		if err == nil && d.String() != s {
			t.Fatalf("%q prints as %q", s, d)
		}
	})
}
