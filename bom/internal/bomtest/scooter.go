package bomtest

import "testing/fstest"

// Scooter returns a small product directory.
func Scooter() fstest.MapFS {
	files := map[string]string{
		"options.yaml": `
product: scooter
families:
  - family: motor
    options: [{code: M25, name: 2.5 kW}, {code: M40, name: 4 kW}]
  - family: brake
    options: [{code: DRUM}, {code: DISC}]
  - family: extras
    select: any
    options: [{code: BOX}, {code: SCREEN}]
`,
		"rules.yaml": `
rules:
  - id: R-BRK-1
    rule: M40 requires DISC
    reason: The drum brake overheats above 60 km/h.
`,
		"bom.csv": `level,position,select,when,part,name,quantity,per,unit,usage,phantom,station
1,100,,,FRAME,Frame,1,,,,,S10
1,200,,,MOT25,Motor 2.5 kW,1,,,M25,,S20
2,10,,,COIL,Coil,6,,,,,
1,200,,,MOT40,Motor 4 kW,1,,,M40,,S20
2,10,,,COIL,Coil,8,,,,,
1,300,,,BRAKES,Brake kit,2,,,,yes,S20
2,10,,,DRUM-A,Drum brake,1,,,DRUM,,
2,10,,,DISC-A,Disc brake,1,,,DISC,,
2,20,,DISC,FLUID,Brake fluid,30,100,l,,,
1,400,optional,,TOPBOX,Top box,1,,,BOX,,S30
`,
		"line.yaml": `
line: Hall 1
takt: 1.5 min
stations:
  - station: S10
    name: Frame
    operations:
      - {operation: LOAD, name: Load frame, duration: 40 s, parts: [100]}
  - station: S20
    name: Drive
    operations:
      - {operation: BRAKES, name: Mount brakes, duration: 30 s, after: MOTOR, parts: [300/10]}
      - {operation: BLEED, name: Bleed brakes, when: DISC, duration: 25.5 s, after: BRAKES, parts: [300/20]}
      - {operation: MOTOR, name: Mount motor, duration: 45 s, after: LOAD, parts: [200]}
  - station: S30
    name: Finish
    operations:
      - {operation: BOX, name: Mount box, when: BOX, duration: 20 s, parts: [400]}
`,
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}
