package main

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/examples/internal/words"
)

var seconds, _ = config.ParseUnit("s")

// minutes returns a time as minutes and seconds, exactly: 1:02.5. A fraction of a
// second that is not a decimal stays as it is.
func minutes(q config.Quantity) string {
	in, err := q.In(seconds)
	if err != nil || in.Amount.IsFraction() {
		return q.String()
	}
	total := in.Amount.Rat()
	whole := new(big.Int).Quo(total.Num(), new(big.Int).Mul(total.Denom(), big.NewInt(60)))
	rest := total.Sub(total, new(big.Rat).SetInt(new(big.Int).Mul(whole, big.NewInt(60))))
	s := rest.FloatString(in.Amount.Places())
	if point := strings.IndexByte(s+".", '.'); point < 2 {
		s = "0" + s
	}
	return fmt.Sprintf("%s:%s", whole, s)
}

// bar draws a workload of at most the takt in ten columns.
func bar(load, takt config.Quantity) string {
	inLoad, errLoad := load.In(seconds)
	inTakt, errTakt := takt.In(seconds)
	if errLoad != nil || errTakt != nil {
		return ""
	}
	tenths := new(big.Rat).Quo(inLoad.Amount.Rat(), inTakt.Amount.Rat())
	tenths.Mul(tenths, big.NewRat(10, 1))
	n := int(new(big.Int).Quo(tenths.Num(), tenths.Denom()).Int64())
	return strings.Repeat("#", n) + strings.Repeat(".", 10-n)
}

// number returns a number of things of a kind, with commas between thousands.
func number(n int, thing string) string { return words.Of(words.Group(strconv.Itoa(n)), thing) }

// costs returns a quantity with commas between thousands.
func costs(q config.Quantity) string { return words.Group(q.String()) }

func runes(s string) int { return utf8.RuneCountInString(s) }

// cut shortens s to n columns.
func cut(s string, n int) string {
	if runes(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// pad fills s with spaces to n columns; a longer s stays whole.
func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-runes(s))) }

// column cuts or fills s to n columns.
func column(s string, n int) string { return pad(cut(s, n), n) }

// right fills s with spaces on the left to n columns.
func right(s string, n int) string { return strings.Repeat(" ", max(0, n-runes(s))) + s }
