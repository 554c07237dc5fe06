@echo off
rem Runs the CampaignForge command line on Node 24.
setlocal
set "root=%~dp0.."
if not exist "%root%\node_modules\zod" (
  echo campaignforge: not set up yet. Run: npm --prefix "%root%" run setup 1>&2
  exit /b 1
)
set "node=%root%\node_modules\node\bin\node.exe"
if not exist "%node%" (
  node -e "process.exit(process.versions.node.split('.')[0] >= 24 ? 0 : 1)" 2>nul || (
    echo campaignforge: Node 24 or newer is needed. Run: npm --prefix "%root%" run setup 1>&2
    exit /b 1
  )
  set "node=node"
)
"%node%" --disable-warning=ExperimentalWarning "%root%\src\main\cli\main.ts" %*
exit /b %errorlevel%
