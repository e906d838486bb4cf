package rules_test

import (
	"testing"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules"
)

// TestSurface calls all that the package exports with zero values and nil arguments.
func TestSurface(t *testing.T) {
	configtest.Surface{
		Values: []any{
			new(rules.Builder), new(rules.Evaluator), new(rules.Batch), new(rules.Mask), new(rules.Decision), new(rules.Default), new(rules.Expr), new(rules.Locator), new(rules.Op),
			new(rules.Relation), new(rules.Row), new(rules.Rule), new(rules.RuleID), new(rules.RuleSpec),
			new(rules.Set), new(rules.Table), new(rules.Term), new(rules.Truth),
		},
		Funcs: map[string]any{
			"And": rules.And, "Between": rules.Between, "Bind": rules.Bind, "BindAt": rules.BindAt,
			"False": rules.False, "Iff": rules.Iff, "Implies": rules.Implies, "Linear": rules.Linear,
			"NewBuilder": rules.NewBuilder, "NewEvaluator": rules.NewEvaluator, "Not": rules.Not, "Option": rules.Option, "Or": rules.Or,
			"Parse": rules.Parse, "ParseAt": rules.ParseAt, "Read": rules.Read, "ReadDir": rules.ReadDir, "True": rules.True,
			"Write": rules.Write,
		},
	}.Check(t)
}
