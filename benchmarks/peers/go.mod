module github.com/confspace/confspace/benchmarks/peers

go 1.26

require (
	github.com/confspace/confspace v0.0.0
	github.com/stretchr/testify v1.12.1
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect

require (
	github.com/booleworks/logicng-go v0.4.0
	github.com/cockroachdb/apd/v3 v3.2.3 // indirect
	github.com/emirpasic/gods v1.18.1 // indirect
	github.com/go-air/gini v1.0.4 // indirect
	github.com/goccy/go-yaml v1.19.2 // indirect
)

replace github.com/confspace/confspace => ../..
