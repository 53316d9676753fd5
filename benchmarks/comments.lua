-- wrk: each request is another comment of about 300 characters, by one of a thousand authors, from one of a
-- thousand addresses, under one of a hundred articles. Most are civil and some are not, so that about as many
-- go to review as of a site's comments do; the report tells how many. The seed is the first argument after `--`.

local function lines(text)
    local found = {}
    for line in text:gmatch('%s*([^\n]+)') do found[#found + 1] = line end
    return found
end

local CIVIL = lines [[
    I have lived two streets from the old bridge for twenty years, and this is the first plan that makes sense.
    The article leaves out what the repair of the roof would cost, and I would like to know.
    My daughter learned to swim there last summer and we were all sad when it closed.
    Does anybody know whether the library will keep its opening hours on Saturdays?
    The council put the question to a vote in 2019 and most of us were for it.
    A second bus in the morning would already help, as the first one is full before it reaches our stop.
    Thank you for reporting on this so calmly, it is good to read both sides.
    I work at the hospital, and the night shift would be glad of a tram that runs until one.
    We walked through the park yesterday and the new trees are doing well in spite of the dry spring.
    The figures in the second table do not add up: four schools with 90 pupils each are not 400 pupils.
    Perhaps the mayor could answer these questions at the meeting next Tuesday.
    There used to be a bakery on that corner, and I still remember the smell of the bread.
    The museum is free on the first Sunday of the month, for those who did not know.
    I disagree with the author about parking, but the point about deliveries is a fair one.
    Our team has trained on that field since spring, and the grass was never in better shape.
    It would be worth comparing this with what the neighbouring town did ten years ago.
    The photograph shows the north gate, not the east gate as the caption says.
    Prices have gone up everywhere, so I am not surprised that the tickets cost more now.
    The volunteers who clean the river every autumn deserve a word of thanks too.
    I read the report itself, all sixty pages, and the summary here is accurate.
]]
local RUDE = lines [[
    Only an idiot could believe that this will be ready in time.
    Whoever planned that crossing is a complete moron and should be fired.
    What a load of garbage, you people are too stupid to read a map.
    Shut up, nobody cares about your pathetic little garden.
]]
local RUDE_ONE_IN = 5
local number = 0

function init(args)
    math.randomseed(tonumber(args[1] or '1'))
    number = math.random(1, 1e9)
end

local function any(sentences)
    return sentences[math.random(#sentences)]
end

local function text()
    local last = math.random(RUDE_ONE_IN) == 1 and any(RUDE) or any(CIVIL)
    return table.concat({any(CIVIL), any(CIVIL), 'That was in issue ' .. number .. '.', last}, ' ')
end

function request()
    number = number + 1
    local author = math.random(1000)
    local body = string.format(
        '{"article_id": "article-%d", "author": {"name": "Author %d"}, "text": "%s"}', math.random(100), author, text()
    )
    local headers = {
        ['Content-Type'] = 'application/json',
        ['X-Forwarded-For'] = string.format('198.51.%d.%d', math.random(0, 3), math.random(0, 255)),
    }
    return wrk.format('POST', '/v1/comments', headers, body)
end

function done(summary)
    io.write(string.format('requests %d\nmicroseconds %d\n', summary.requests, summary.duration))
    io.write(string.format('errors %d\n', summary.errors.status + summary.errors.timeout + summary.errors.read))
end
